package dev.rollcall.cli;

import dev.rollcall.run.Version;
import java.io.IOException;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {Version.text()};
  }
}
