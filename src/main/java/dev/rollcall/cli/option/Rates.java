package dev.rollcall.cli.option;

import dev.rollcall.engine.rate.Rate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 20/s} or {@code off}. */
public final class Rates implements ITypeConverter<Rate> {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})/s");

  @Override
  public Rate convert(String text) {
    if (text.equals("off")) {
      return Rate.OFF;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a rate: write it as 20/s (up to 99999/s), or off");
    }
    return new Rate(Integer.parseInt(form.group(1)));
  }
}
