"""How Django writes a form here: label, a word of help, what is wrong, the box, tied together for screen readers.

`{{ form }}` draws all fields, `{{ form.text.as_field_group }}` one of them.
"""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
