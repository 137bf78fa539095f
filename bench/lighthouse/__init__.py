"""What Lighthouse says of the pages that people meet most, on the production server: `make lighthouse`."""
