"""The instructor's wing: releases, grades, skills, reports. Only the command line imports it."""
