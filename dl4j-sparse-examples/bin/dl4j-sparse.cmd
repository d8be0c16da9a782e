@echo off
rem The command line of dl4j-sparse. Builds itself on first use; delete target\runtime.classpath to build again.
rem
rem   dl4j-sparse COMMAND ...      see dl4j-sparse --help
rem   dl4j-sparse shell            a jshell with the library in it
rem   dl4j-sparse notebook 01      runs src\main\jshell\01-*.jsh
rem
rem JAVA_HOME names the JDK (17 or later), else java on the PATH is taken. DL4J_SPARSE_JAVA_OPTS are further JVM options.
setlocal EnableExtensions DisableDelayedExpansion

for %%I in ("%~dp0..") do set "MODULE=%%~fI"
for %%I in ("%MODULE%\..") do set "ROOT=%%~fI"
set "DEPENDENCIES=%MODULE%\target\runtime.classpath"

set "JAVA=java"
set "JSHELL=jshell"
if not defined JAVA_HOME goto java_known
if not exist "%JAVA_HOME%\bin\java.exe" (
    echo dl4j-sparse: there is no bin\java.exe in JAVA_HOME ^(%JAVA_HOME%^). 1>&2
    exit /b 1
)
set "JAVA=%JAVA_HOME%\bin\java.exe"
set "JSHELL=%JAVA_HOME%\bin\jshell.exe"
:java_known

set "VERSION="
for /f "tokens=3" %%V in ('"%JAVA%" -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.specification.version"') do set "VERSION=%%V"
if not defined VERSION (
    echo dl4j-sparse: no java found. Install a JDK 17 or later, or set JAVA_HOME. 1>&2
    exit /b 1
)
if %VERSION% LSS 17 (
    echo dl4j-sparse: the Java is version ^(%VERSION%^); 17 or later is needed. 1>&2
    exit /b 1
)

if exist "%DEPENDENCIES%" goto built
echo dl4j-sparse: building ^(mvn compile in %ROOT%; the first time downloads dependencies^) ... 1>&2
pushd "%ROOT%"
call mvn -q -Dstyle.color=never -Pquickstart -Dexec.skip process-classes org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/runtime.classpath 1>&2
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
    if exist "%DEPENDENCIES%" del "%DEPENDENCIES%"
    echo dl4j-sparse: the build failed. 1>&2
    exit /b 1
)
:built

rem java and jshell read the class path from the environment, which keeps the command line short.
set "CLASSPATH=%MODULE%\target\classes"
for /f "usebackq delims=" %%L in ("%DEPENDENCIES%") do set "CLASSPATH=%MODULE%\target\classes;%%L"

rem ND4J's threads wait for their next operation asleep: awake they would hold the cores that the sparse kernels' threads want.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"

rem The sparse kernels are about twice as fast with the Vector API, which Java has and does not load by itself.
set "FLAGS="
set "REMOTE=-R-Dorg.slf4j.simpleLogger.defaultLogLevel=error"
"%JAVA%" --list-modules | findstr /b /c:"jdk.incubator.vector" >nul
if errorlevel 1 goto no_vectors
set "FLAGS=--add-modules=jdk.incubator.vector"
set "REMOTE=%REMOTE% -R--add-modules=jdk.incubator.vector"
:no_vectors
if %VERSION% LSS 24 goto flags_known
set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
set "REMOTE=%REMOTE% -R--enable-native-access=ALL-UNNAMED -R--sun-misc-unsafe-memory-access=allow"
:flags_known

if "%~1"=="shell" (
    "%JSHELL%" %REMOTE% --startup DEFAULT --startup "%MODULE%\src\main\jshell\imports.jsh"
    exit /b
)
if not "%~1"=="notebook" goto command
if "%~2"=="" goto no_notebook
for %%N in ("%MODULE%\src\main\jshell\%~2*.jsh") do (
    "%JSHELL%" %REMOTE% --startup DEFAULT --startup "%MODULE%\src\main\jshell\imports.jsh" -s "%%~fN"
    exit /b
)
:no_notebook
echo dl4j-sparse: name a notebook: 1>&2
dir /b "%MODULE%\src\main\jshell\0*.jsh" 1>&2
exit /b 1

:command
"%JAVA%" %FLAGS% %DL4J_SPARSE_JAVA_OPTS% io.github.dl4jsparse.examples.cli.Main %*
exit /b
