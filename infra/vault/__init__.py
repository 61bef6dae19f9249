"""Keys, sealed bids and signatures. Nothing outside this package touches a private key."""
