"""Pure data: the record that users get, the parsed document that stages read, and the drafts they pass on."""
