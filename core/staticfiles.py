"""Static files with their content's hash in the name, module imports included, so that none is ever old."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also renames what a script imports."""

    support_js_module_import_aggregation = True
