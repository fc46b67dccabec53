// The source that the precompiled header of the unit tests needs to be built with.
