package dev.rollcall.document.protobuf;

/** How the value of a field is written: the last three bits of its tag. */
final class WireType {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  private WireType() {}
}
