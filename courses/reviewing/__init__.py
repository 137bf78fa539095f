"""Review before publication: the steps, who may take them, and what each looks at."""
