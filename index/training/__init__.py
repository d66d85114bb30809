"""Training of the bundled embedding model: pairs by rule, units by counting, one contrastive run, export.

Run ``python -m index.training --data FOLDER --out FOLDER``. Nothing here is imported when a question is answered.
"""
