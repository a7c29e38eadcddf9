"""Takes nothing. Gives the words of the field as types, with the checks that need nothing else.

Never reads a file (its own code list apart), a store, a clock or the network.
"""
