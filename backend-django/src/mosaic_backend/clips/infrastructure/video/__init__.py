"""Reading and writing MP4 and its pictures: boxes, samples, tables, ffmpeg as a child."""
