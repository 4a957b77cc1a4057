"""What leaves this server: letters and text messages."""
