package dev.rollcall.cli.option;

/** Reads a number from 1 to 999999. */
public final class Amounts extends Counts {
  public Amounts() {
    super(1, 999_999);
  }
}
