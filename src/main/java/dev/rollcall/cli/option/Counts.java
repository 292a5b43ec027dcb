package dev.rollcall.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number from 1 to 1000. */
public class Counts implements ITypeConverter<Integer> {
  private final int least;
  private final int most;

  public Counts() {
    this(1, 1000);
  }

  public Counts(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** Reads a number from 0 to 1000. */
  public static final class FromZero extends Counts {
    FromZero() {
      super(0, 1000);
    }
  }

  @Override
  public Integer convert(String text) {
    int number = text.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new TypeConversionException(
          "'" + text + "' is not a number from " + least + " to " + most);
    }
    return number;
  }
}
