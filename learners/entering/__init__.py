"""Reading a file of people: bytes to text, text to rows, rows to what they would do. Pure but for the words shown."""
