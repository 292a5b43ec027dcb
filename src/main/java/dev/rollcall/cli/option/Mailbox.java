package dev.rollcall.cli.option;

import dev.rollcall.probe.mail.MailRequest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a mail address that {@link MailRequest#isAddress} accepts. */
public final class Mailbox implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (!MailRequest.isAddress(text)) {
      throw new TypeConversionException(
          "'" + text + "' is not a mail address; write it as name@domain");
    }
    return text;
  }
}
