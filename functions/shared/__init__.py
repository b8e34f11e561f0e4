"""What every function needs and none owns: settings, errors, clients of the outside services and their stand-ins."""
