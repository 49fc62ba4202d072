//! Start and own a real QEMU or storage daemon.
