"""Names to draw fictitious people from."""

FIRST = (
    "Maja Elsa Alice Vera Alma Signe Ebba Stina Karin Lena Amina Fatima Zainab Linnéa Åsa Örjan Östen Erik Lars Nils "
    "Anders Johan Gustav Ali Hassan Omar Yusuf Bengt Håkan Göran Märta Sven Tove Ylva Anna Maria Eva Kerstin Birgitta "
    "Elin Sara Emma Hanna Ida Frida Mats Per Olof Karl Mikael Jonas Peter Leif Ulla Gunilla Inger Siv Monika Rania"
).split()
LAST = (
    "Lindqvist Brolin Åkesson Ängström Öberg Sjöstrand Hallgren Norrby Dalin Ekwall Forsell Granat Hedin Isling "
    "Jernberg Källman Lövgren Moberger Nyrén Ohlin Palmér Qvist Rosell Strid Tornell Ullman Viksten Wallner Ydström "
    "Zetterlund Ahmadi Barzani Celik Demir Farah Haddad Jama Kowalska Novak Petrović"
).split()
POSITIONS = {
    "care": ("Undersköterska", "Vårdbiträde", "Sjuksköterska", "Biståndshandläggare"),
    "education": ("Lärare", "Förskollärare", "Elevassistent", "Skoladministratör"),
    "technical": ("Drifttekniker", "Ingenjör", "Vaktmästare", "Planhandläggare"),
    "administration": ("Handläggare", "Registrator", "Kommunikatör", "Upphandlare"),
}
