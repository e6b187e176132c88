"""The letter: one body's update as people read it, from its facts to the page and the PDF."""
