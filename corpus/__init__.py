"""Files in, clean text out: reading, cleaning, outlining and splitting documents.

The lowest of the four packages: it imports nothing of ours but itself.
"""
