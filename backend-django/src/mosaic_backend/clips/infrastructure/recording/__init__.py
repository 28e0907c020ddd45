"""What is recorded: index, gap ledger, retention, event rules, database against disk."""
