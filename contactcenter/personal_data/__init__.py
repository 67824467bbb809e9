"""What every app does alike with personal data: keyed hashes, identity codes, phone numbers, retention rules."""
