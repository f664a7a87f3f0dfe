from wagtail import hooks

from localization import rights

for name in ("before_edit_snippet", "before_unpublish"):
    hooks.register(name, rights.before_touching_snippet, order=-1)
hooks.register("before_create_snippet", rights.before_making_snippet, order=-1)
hooks.register("before_delete_snippet", rights.before_deleting_snippets, order=-1)
