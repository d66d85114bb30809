"""What a question may mean as it was typed: without accents, in the keys of a keyboard, in shorthand, misspelt, politely."""
