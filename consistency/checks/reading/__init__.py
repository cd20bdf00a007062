"""Reading by a language model: an event's sentences out, proposals in, and what of them holds. Pure: nothing here sends anything."""
