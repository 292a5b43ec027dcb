package dev.rollcall.cli.option;

import dev.rollcall.engine.rate.Rate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 20/s} or {@code off}. */
public final class Rates implements ITypeConverter<Rate> {
  @Override
  public Rate convert(String text) {
    if (text.equals("off")) {
      return Rate.OFF;
    }
    if (!text.matches("[1-9][0-9]{0,4}/s")) {
      throw new TypeConversionException(
          "'" + text + "' is not a rate: write it as 20/s (up to 99999/s), or off");
    }
    return new Rate(Integer.parseInt(text.substring(0, text.length() - 2)));
  }
}
