"""Tests of desktop_invoicer; builders and fakes that they share stand beside this file."""
