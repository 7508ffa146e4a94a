"""Languages of the workers' pages (公开页面语言): shipped sentences, and what the office had translated and checked."""
