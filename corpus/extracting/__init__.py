"""Takes the text out of files whose readers are large foreign programs; ``python -m corpus.extracting pdf < FILE`` runs one.

Each module has a function ``extract(data)`` that returns what a file says as a JSON object, or ``{"error": ...}``: encrypted,
old, damaged or large; what it raises is a damaged file to the program. They import nothing else of ours.
"""
