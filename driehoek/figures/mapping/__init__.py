"""Files whose columns are not ours: asked once what stands where, and remembered."""
