package dev.rollcall.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that the build wrote beside this class. */
public final class Version {
  private static final String RESOURCE = "version.properties";

  private Version() {}

  /** Returns what {@code --version} prints, such as {@code rollcall 0.1.0}. */
  public static String text() throws IOException {
    return "rollcall " + number();
  }

  /** Returns the bare version number, such as {@code 0.1.0}. */
  public static String number() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is missing from the jar");
      }
      properties.load(in);
    }
    return properties.getProperty("version", "unknown");
  }
}
