"""What can go wrong with a backup; the text is for the operator."""


class BackupFault(Exception):
    """No backup was made, or nothing was restored; the text says why and what to do."""
