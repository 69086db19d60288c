"""How dates and numbers are written, where the code of a language is ours and not Django's."""
