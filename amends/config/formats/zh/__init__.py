"""Chinese as Django writes it under the code zh_Hans."""
