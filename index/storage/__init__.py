"""What is kept on disk of documents and passages: one SQLite file, its rows and its schema."""
