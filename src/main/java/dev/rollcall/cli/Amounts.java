package dev.rollcall.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number from 1 to 999999. */
final class Amounts implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new TypeConversionException("'" + text + "' is not a number from 1 to 999999");
    }
    return Integer.valueOf(text);
  }
}
