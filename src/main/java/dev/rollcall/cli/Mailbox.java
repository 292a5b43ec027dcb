package dev.rollcall.cli;

import dev.rollcall.probe.Errand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a mail address, as {@link Errand#isAddress} has it. */
final class Mailbox implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (!Errand.isAddress(text)) {
      throw new TypeConversionException(
          "'" + text + "' is no mail address; write it as name@domain");
    }
    return text;
  }
}
