"""What the words of a sentence are to one another, worked out once: the only layer that knows dependency labels and Penn tags.

`roles.py` and `forms.py` say of every word what it is to the word it hangs on and which form it has (`token.role`, `token.form`);
`phrase.py` sorts what hangs on a word, `clause.py` gives a verb's arguments. Stages read their attributes and walk no tree.
"""
