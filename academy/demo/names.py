"""Names and positions to draw fictitious people from."""

FIRST = (
    "Maja Elsa Alice Vera Alma Signe Ebba Stina Karin Lena Amina Fatima Zainab Linnéa Åsa Örjan Östen Erik Lars Nils "
    "Anders Johan Gustav Ali Hassan Omar Yusuf Bengt Håkan Göran Märta Sven Tove Ylva Anna Maria Eva Kerstin Birgitta "
    "Elin Sara Emma Hanna Ida Frida Mats Per Olof Karl Mikael Jonas Peter Leif Ulla Gunilla Inger Siv Monika Rania "
    "Agneta Astrid Björn Camilla Daniel Elias Filip Greta Henrik Isak Jasmin Katarina Lovisa Malin Niklas Oskar Pia "
    "Rickard Samira Tomas Viktor Wilma Åke Leila Mehdi Nadja Piotr Selma Tariq Veronica Yasmin"
).split()
LAST = (
    "Lindqvist Brolin Åkesson Ängström Öberg Sjöstrand Hallgren Norrby Dalin Ekwall Forsell Granat Hedin Isling "
    "Jernberg Källman Lövgren Moberger Nyrén Ohlin Palmér Qvist Rosell Strid Tornell Ullman Viksten Wallner Ydström "
    "Zetterlund Ahmadi Barzani Celik Demir Farah Haddad Jama Kowalska Novak Petrović Alfredsson Bjurman Cederqvist "
    "Dahlgård Edvall Fagerholt Gyllborg Hagelin Ivarsdal Junghede Kvarnlid Ljungvall Myrén Nordvik Oskarshed Pilstrand "
    "Rydvall Skoglind Tegnér Uggleholt Vretman Wennmo Ålind Ärlebäck Ödquist Mahmoud Osman Rashid Tesfaye Yilmaz"
).split()

# Positions of those who work in a unit, by the unit's name or else by its sector.
POSITIONS = {
    "care": ("Undersköterska", "Vårdbiträde", "Sjuksköterska", "Biståndshandläggare"),
    "education": ("Lärare", "Förskollärare", "Elevassistent", "Skoladministratör"),
    "technical": ("Drifttekniker", "Ingenjör", "Vaktmästare", "Planhandläggare"),
    "administration": ("Handläggare", "Registrator", "Kommunikatör", "Ekonom"),
    "Hemtjänsten": ("Undersköterska", "Undersköterska", "Vårdbiträde", "Planerare"),
    "Särskilt boende": ("Undersköterska", "Undersköterska", "Vårdbiträde", "Sjuksköterska"),
    "Individ- och familjeomsorgen": ("Socialsekreterare", "Familjebehandlare", "Biståndshandläggare"),
    "Förskolan": ("Förskollärare", "Barnskötare", "Barnskötare"),
    "Grundskolan": ("Lärare", "Lärare", "Elevassistent", "Fritidspedagog", "Specialpedagog"),
    "Gymnasieskolan": ("Lärare", "Yrkeslärare", "Studievägledare"),
    "Utryckning": ("Brandman", "Brandman", "Styrkeledare"),
    "Uthyrning": ("Uthyrare", "Kundvärd"),
    "Kundservice": ("Kundvärd",),
}
# Whoever leads a unit, by its name, or else this.
CHIEF = "Enhetschef"
CHIEFS = {
    "Kommunledningskontoret": "Kommundirektör",
    "Socialförvaltningen": "Socialchef",
    "Barn- och utbildningsförvaltningen": "Utbildningschef",
    "Tekniska förvaltningen": "Teknisk chef",
    "Förskolan": "Rektor",
    "Grundskolan": "Rektor",
    "Gymnasieskolan": "Rektor",
    "Kansli": "Verkställande direktör",
}
# Key persons, who come after the chief in the units where a municipality keeps them.
KEY_PERSONS = {
    "Kommunledningskontoret": ("Digitaliseringsstrateg", "Upphandlare", "HR-strateg", "Dataskyddsombud"),
    "Socialförvaltningen": ("Verksamhetsutvecklare", "Medicinskt ansvarig sjuksköterska"),
    "Barn- och utbildningsförvaltningen": ("IKT-strateg",),
    "Tekniska förvaltningen": ("Projektledare",),
    "Elnät och fiber": ("Säkerhetssamordnare",),
    "Förebyggande": ("Beredskapssamordnare",),
}
# Those who sit in a committee.
SEATS = ("Ordförande", "Vice ordförande", "Ledamot")
