"""What pages draw, worked out on the server: places of marks, never their colours."""
