package dev.rollcall.cli;

/** Reads a number from 1 to 999999. */
final class Amounts extends Counts {
  Amounts() {
    super(1, 999_999);
  }
}
