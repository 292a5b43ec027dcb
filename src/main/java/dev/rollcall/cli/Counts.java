package dev.rollcall.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number from 1 to 1000. */
class Counts implements ITypeConverter<Integer> {
  private final int most;

  Counts() {
    this(1000);
  }

  Counts(int most) {
    this.most = most;
  }

  @Override
  public Integer convert(String text) {
    if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
      throw new TypeConversionException("'" + text + "' is not a number from 1 to " + most);
    }
    return Integer.valueOf(text);
  }
}
