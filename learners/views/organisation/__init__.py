"""The pages by which HR and academy admins enter their organisation: people, units, teams, employees, changes."""
