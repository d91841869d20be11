"""Surveys: figures of people who were asked, with their margin."""
