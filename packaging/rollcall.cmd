@echo off
rem Starts Rollcall on Windows. The jar stands beside this file; Java 17 or newer is JAVA_HOME's,
rem or else the one on the PATH. Put an argument with a space or one of  & | ^ < > ( )  in quotes.
setlocal EnableExtensions DisableDelayedExpansion
rem In a subroutine, because %~dp0 alone is wrong for a file that was started in quotes by the PATH.
call :here
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Drollcall.command=rollcall -jar "%here%rollcall.jar" %*
exit /b %ERRORLEVEL%

:here
set "here=%~dp0"
exit /b 0
