"""What a person enters of letters that arrived: the files, where each passage belongs, what each answer says."""
