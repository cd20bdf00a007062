"""Reading language: parse, sentences, numbers, names, attribution, quotations, word frequency. `facts/` holds one file a kind of fact."""
