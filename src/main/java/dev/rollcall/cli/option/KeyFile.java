package dev.rollcall.cli.option;

import dev.rollcall.files.FileReason;
import dev.rollcall.files.InputFile;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.run.secret.PrivateFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the key that a run and its stand-ins share: the bytes of a file, without the one line end
 * that editors put there. Only its owner may be allowed to read it, where the system has such
 * modes.
 */
public final class KeyFile implements ITypeConverter<SharedKey> {
  @Override
  public SharedKey convert(String name) {
    if (name.isEmpty()) {
      throw new TypeConversionException("the path is empty: name the file with the key");
    }
    try {
      Path file = Path.of(name);
      if (PrivateFile.isOpen(file)) {
        throw new TypeConversionException(
            "the key file " + name + " may be read by others; try: chmod 600 " + name);
      }
      return new SharedKey(PrivateFile.read(file));
    } catch (IllegalArgumentException e) {
      // An invalid path, or a key that is too short.
      String why = e instanceof InvalidPathException path ? FileReason.of(path) : e.getMessage();
      throw new TypeConversionException(
          "the key file "
              + name
              + ": "
              + why
              + "; try: head -c 32 /dev/urandom | base64 > "
              + name);
    } catch (IOException e) {
      throw new TypeConversionException(InputFile.notRead("the key file " + name, e));
    }
  }
}
