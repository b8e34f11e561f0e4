"""What `docker-compose.yml` needs beside the parts themselves: images, proxy, one-shot jobs."""
